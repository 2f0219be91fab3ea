-- For wrk: every call submits the same folder. At the end, a line of figures for .ci/bench-api.
if os.getenv("SUBMIT") == "yes" then
  wrk.method = "POST"
  wrk.body = '{"model_path": "output/v1"}'
  wrk.headers["Content-Type"] = "application/json"
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("figures %d %.1f %.1f %d\n", summary.requests * 1e6 / summary.duration,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
