-- Each line of the file named by SPEED_PATHS once, then the end: no page is asked for twice.
local ffi = require("ffi")
ffi.cdef("int kill(int pid, int signal); int getpid(void);")
dofile(os.getenv("SPEED_LUA") .. "/said.lua")
dofile(os.getenv("SPEED_LUA") .. "/readers.lua")
local SIGINT, paths, at = 2, {}, 0

function init(args)
  local them = readers()
  for path in io.lines(os.getenv("SPEED_PATHS")) do
    paths[#paths + 1] = wrk.format("GET", path, them[#paths % #them + 1])
  end
end

function request()
  if at < #paths then
    at = at + 1
  else
    -- This thread stops at once, or it would ask for the last page until wrk looks up; and wrk ends early.
    wrk.thread:stop()
    ffi.C.kill(ffi.C.getpid(), SIGINT)
  end
  return paths[at]
end
