-- The headers of each reader: SPEED_COOKIES names a file with a line for each; without it there is one.
function readers()
  local found = {}
  if not os.getenv("SPEED_COOKIES") then
    return {wrk.headers}
  end
  for cookie in io.lines(os.getenv("SPEED_COOKIES")) do
    local headers = {}
    for name, value in pairs(wrk.headers) do
      headers[name] = value
    end
    headers.Cookie = cookie
    found[#found + 1] = headers
  end
  return found
end
