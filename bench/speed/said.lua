-- What wrk measured, as one line of JSON.
function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'JSON {"requests": %d, "seconds": %.6f, "bytes": %d, "p50": %.3f, "p95": %.3f, "p99": %.3f, "most": %.3f, ' ..
    '"refused": %d, "broken": %d, "late": %d}\n',
    summary.requests, summary.duration / 1e6, summary.bytes,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3,
    errors.status, errors.connect + errors.read + errors.write, errors.timeout))
end
