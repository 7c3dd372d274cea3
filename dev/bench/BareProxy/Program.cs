// What it costs to stand in the middle, by itself. `bytes` copies bytes from socket to socket and knows nothing of HTTP; `engine` is the forwarding
// engine of the gateway with the gateway's settings and not one rule: no routing, no authentication, no limit, no log.
// Usage: bare-proxy bytes|engine LISTEN TARGET
using System.Net;
using McpTenants.BareProxy;

Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

var (listen, target) = (IPEndPoint.Parse(args[1]), IPEndPoint.Parse(args[2]));
await (args[0] == "bytes" ? ByteCopy.RunAsync(listen, target) : BareEngine.RunAsync(listen, target));
