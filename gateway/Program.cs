using System.CommandLine;
using McpTenants.Gateway.Hosting;

// Read once, with the first socket: what has arrived is handled by the thread that noticed it. Two changes of threads less per forwarded call are
// a fifth of the time that the gateway adds, and half of its processor time under light load. It presupposes that nothing blocks on a socket.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");

return await GatewayCommand.Create(GatewayProcess.RunAsync).Parse(args).InvokeAsync(new InvocationConfiguration
{
    // The host handles SIGTERM itself, and its way to leave takes longer than a parser would wait.
    ProcessTerminationTimeout = null,
});
