-- Each request from another shopper's address, as an edge tells the office; for wrk.
local asked = 0
request = function()
  asked = asked + 1
  wrk.headers["x-forwarded-for"] = string.format("10.%d.%d.%d", math.floor(asked / 65536) % 256, math.floor(asked / 256) % 256, asked % 256)
  return wrk.format()
end
