using System.Text.Json;
using McpTenants.Gateway.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace Gateway.Tests.Hosting;

public sealed class LogLineTests
{
    [Fact]
    public void Line_InProduction_HasItsTimeInUtc()
    {
        using var services = new ServiceCollection().AddLogging(GatewayHost.AddLines).BuildServiceProvider();
        var formatter = services.GetServices<ConsoleFormatter>().Single(f => f.Name == ConsoleFormatterNames.Json);
        var line = new StringWriter();

        formatter.Write(new LogEntry<string>(LogLevel.Information, "McpTenants.Gateway", default, "ready", null, (state, _) => state), null, line);

        JsonElement.Parse(line.ToString()).GetProperty("Timestamp").GetString()!.ShouldMatch(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\z");
    }
}
