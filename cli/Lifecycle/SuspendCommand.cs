using System.CommandLine;
using System.Text.Json.Nodes;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Lifecycle;

/// <summary><c>kubectl mcpt suspend NAME</c>: refused at the gateway, scaled to zero, data kept.</summary>
internal static class SuspendCommand
{
    public static Command Create()
    {
        var (connection, output, wait) = (new Connection(), Output.Option(), new WaitOptions());
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var reason = new Option<string?>("--reason") { Description = "note for other operators; callers never see it" };
        var command = new Command("suspend", "Refuse all calls and stop the server; data stays") { name, reason, output };
        wait.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var spec = new JsonObject { ["suspended"] = true };
            if (arguments.GetValue(reason) is { } text)
                spec["suspendReason"] = text;
            var tenant = await SuspendSwitch.SetAsync(client, arguments.GetRequiredValue(name), spec, cancellation);
            if (wait.Of(arguments) is { } timeout)
            {
                tenant = await client.UntilAsync(
                    tenant.Name()!, t => Task.FromResult(t.IsObserved() && t.Status?.Phase == TenantPhase.Suspended), "suspended", timeout, TimeProvider.System, cancellation);
            }

            Output.Changed(arguments.GetValue(output), tenant, "suspended");
            return 0;
        });
        return command;
    }
}
