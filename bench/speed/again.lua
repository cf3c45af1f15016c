-- One page again and again, of several readers by turns.
dofile(os.getenv("SPEED_LUA") .. "/said.lua")
dofile(os.getenv("SPEED_LUA") .. "/readers.lua")
local requests, turn = {}, 0

function init(args)
  for i, headers in ipairs(readers()) do
    requests[i] = wrk.format("GET", nil, headers)
  end
end

function request()
  turn = turn % #requests + 1
  return requests[turn]
end
