// Loaded before a client (node --import): names of the test domain lead to the local cluster's edge, like curl's --resolve.
import dns from 'node:dns';

const { MCPT_EDGE_ADDRESS: address, MCPT_EDGE_DOMAIN: domain = 'mcp.test' } = process.env;
const lookup = dns.lookup;
dns.lookup = (host, options, callback) => {
  if (!host.endsWith(`.${domain}`)) return lookup(host, options, callback);
  const done = typeof options === 'function' ? options : callback;
  return options?.all ? done(null, [{ address, family: 4 }]) : done(null, address, 4);
};
