using System.CommandLine;
using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Cli.Show;

/// <summary><c>kubectl mcpt describe NAME</c>: one tenant and the reason of each of its conditions.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var connection = new Connection();
        var output = Output.Option();
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var command = new Command("describe", "Show one tenant and why it is in its state") { name, output };
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var tenant = await client.RequireAsync(arguments.GetRequiredValue(name), cancellation);
            if (arguments.GetValue(output) == "json")
                Output.Json(tenant);
            else
                Print(tenant);
            return 0;
        });
        return command;
    }

    private static void Print(McpTenant tenant)
    {
        var status = tenant.Status;
        Console.WriteLine($"Name:       {tenant.Name()}");
        Console.WriteLine($"UID:        {tenant.Uid()}");
        Console.WriteLine($"Phase:      {status?.Phase?.ToString() ?? "Pending"}");
        Console.WriteLine($"URL:        {status?.Url}");
        Console.WriteLine($"Namespace:  {status?.Namespace}");
        Console.WriteLine();
        Output.Columns(
            ["condition", "status", "reason", "message"],
            (status?.Conditions ?? []).Select(c => new[] { c.Type ?? "", c.Status ?? "", c.Reason ?? "", c.Message ?? "" }));
    }
}
