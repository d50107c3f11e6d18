-- The URL's name is what is asked for. Whatever a DNS says of it, the connection goes to this address.
local address = assert(os.getenv("HOMEPORT_BENCH_ADDRESS"), "HOMEPORT_BENCH_ADDRESS is not set")

wrk.resolve = function(_, port)
  wrk.addrs = wrk.lookup(address, port)
  for _, found in ipairs(wrk.addrs) do
    assert(tostring(found) == address .. ":" .. port, "the load would go to " .. tostring(found))
  end
end

-- One line of JSON in place of wrk's own summary, whose units change with the size of a number.
done = function(summary, latency)
  local failed = summary.errors.connect + summary.errors.read + summary.errors.write
    + summary.errors.status + summary.errors.timeout
  io.write(string.format(
    '{"requests":%d,"microseconds":%d,"failed":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, failed, latency:percentile(50), latency:percentile(99)))
end
