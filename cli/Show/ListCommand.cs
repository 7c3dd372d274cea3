using System.CommandLine;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Show;

/// <summary><c>kubectl mcpt list</c>: every tenant with its state and when it was last used.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var output = Output.Option();
        var selector = new Option<string?>("--selector", "-l") { Description = "label selector" };
        var command = new Command("list", "List tenants: state, address, last use") { output, selector };
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var tenants = await client.ListAsync<McpTenant>(labelSelector: arguments.GetValue(selector), ct: cancellation);
            if (arguments.GetValue(output) == "json")
            {
                Output.JsonList(tenants);
                return 0;
            }

            if (tenants.Count == 0)
            {
                Console.Error.WriteLine("No tenants found.");
                return 0;
            }

            var now = TimeProvider.System.GetUtcNow();
            Output.Columns(["name", "phase", "ready", "url", "tier", "last active"], tenants.Select(t => Row(t, now)));
            return 0;
        });
        return command;
    }

    private static string[] Row(McpTenant tenant, DateTimeOffset now) =>
    [
        tenant.Name() ?? "", tenant.Status?.Phase?.ToString() ?? "Pending", tenant.Condition("Ready")?.Status ?? "Unknown", tenant.Status?.Url ?? "", tenant.Spec?.Tier ?? "",
        Ago.Of(tenant.Status?.LastActivityTime, now),
    ];
}
