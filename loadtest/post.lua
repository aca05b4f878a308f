-- For wrk: a POST of events to the door, and at the end how many were answered 202. The key comes from the environment:
--   SLUICE_KEY=... wrk -t1 -c64 -d20s --latency -s loadtest/post.lua http://127.0.0.1:8080
-- SLUICE_EVENTS says how many events a request has (1).
local key = os.getenv("SLUICE_KEY") or error("SLUICE_KEY is not set: cat ./data/write-key-demo")
local count = tonumber(os.getenv("SLUICE_EVENTS") or "1")

local lines = {}
for i = 1, count do
  lines[i] = string.format(
    '{"ts":"2015-01-01T00:31:32Z","entype":"user","evname":"pass_mission","body":{"level":%d,"mission_name":"caverns","is_premium":false,"secs":412,"score":73.25}}',
    i % 100)
end

wrk.method = "POST"
wrk.path = "/v1/events"
wrk.headers["Authorization"] = "Bearer " .. key
wrk.headers["Content-Type"] = "application/x-ndjson"
wrk.body = table.concat(lines, "\n") .. "\n"

local threads = {}

function setup(thread)
  table.insert(threads, thread)
end

function init(args)
  accepted = 0
  others = 0
end

function response(status, headers, body)
  if status == 202 then accepted = accepted + 1 else others = others + 1 end
end

function done(summary, latency, requests)
  local ok, bad = 0, 0
  for _, thread in ipairs(threads) do
    ok = ok + thread:get("accepted")
    bad = bad + thread:get("others")
  end
  io.write(string.format("%d requests answered 202 (%.0f events/s), %d otherwise\n",
    ok, ok * count * 1e6 / summary.duration, bad))
end
