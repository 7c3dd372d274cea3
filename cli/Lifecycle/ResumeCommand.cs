using System.CommandLine;
using System.Text.Json.Nodes;
using k8s.Models;

namespace McpTenants.Cli.Lifecycle;

/// <summary><c>kubectl mcpt resume NAME</c>: the end of a suspension.</summary>
internal static class ResumeCommand
{
    public static Command Create()
    {
        var (connection, output, wait) = (new Connection(), Output.Option(), new WaitOptions());
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var command = new Command("resume", "End a suspension: the next call wakes the server again") { name, output };
        wait.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var spec = new JsonObject { ["suspended"] = false, ["suspendReason"] = null };
            var tenant = await SuspendSwitch.SetAsync(client, arguments.GetRequiredValue(name), spec, cancellation);
            if (wait.Of(arguments) is { } timeout)
            {
                tenant = await client.UntilAsync(
                    tenant.Name()!, t => Task.FromResult(t.IsObserved() && t.Condition("Ready")?.Status == "True"), "ready", timeout, TimeProvider.System, cancellation);
            }

            Output.Changed(arguments.GetValue(output), tenant, "resumed");
            return 0;
        });
        return command;
    }
}
