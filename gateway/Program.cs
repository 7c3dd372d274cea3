using System.CommandLine;
using McpTenants.Gateway.Hosting;

return await GatewayCommand.Create(GatewayProcess.RunAsync).Parse(args).InvokeAsync(new InvocationConfiguration
{
    // The host handles SIGTERM itself, and its way to leave takes longer than a parser would wait.
    ProcessTerminationTimeout = null,
});
