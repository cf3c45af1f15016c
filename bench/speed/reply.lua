-- Each thread is one writer (SPEED_WRITERS sets `writers` and `form`) and sends a reply as soon as the last is answered.
dofile(os.getenv("SPEED_LUA") .. "/said.lua")
local say, threads = done, {}

function setup(thread)
  threads[#threads + 1] = thread
  thread:set("id", #threads)
end

local function escaped(text)
  return (text:gsub("[^%w]", function(c) return string.format("%%%02X", c:byte()) end))
end

function init(args)
  dofile(os.getenv("SPEED_WRITERS"))
  writer, published, refusals, sent = writers[id], 0, "", 0
  form.csrfmiddlewaretoken = writer.token
  local parts = {}
  for name, value in pairs(form) do
    parts[#parts + 1] = name .. "=" .. escaped(value)
  end
  body = table.concat(parts, "&")
  headers = {
    ["Cookie"] = writer.cookie,
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept-Encoding"] = "br, gzip",
  }
  math.randomseed(os.time() * 100 + id)
end

-- The form's own key, new each time; the house takes two with the same key for one.
local function submission()
  return string.format("%08x-%04x-4000-8000-%04x%08x", math.random(0, 2 ^ 31), id, sent % 65536, math.random(0, 2 ^ 31))
end

function request()
  sent = sent + 1
  return wrk.format("POST", writer.address, headers, body .. "&submission=" .. submission())
end

function response(status, headers, body)
  if status == 302 then
    published = published + 1
  else
    refusals = refusals .. status .. " "
  end
end

function done(summary, latency, requests)
  local all, refused = 0, ""
  for _, thread in ipairs(threads) do
    all = all + thread:get("published")
    refused = refused .. thread:get("refusals")
  end
  io.write("PUBLISHED " .. all .. "\nREFUSED " .. refused .. "\n")
  say(summary, latency, requests)
end
