using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli.Isolation;

/// <summary><c>kubectl mcpt probe NAME</c>: has the operator try a tenant's network isolation now, and shows what came of it.</summary>
internal static class ProbeCommand
{
    public static Command Create()
    {
        var (connection, output, wait) = (new Connection(), Output.Option(), new WaitOptions());
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var command = new Command("probe", "Have the operator try a tenant's network isolation with packets now; ends with 1 unless it is proved") { name, output };
        wait.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var tenant = await client.RequireAsync(arguments.GetRequiredValue(name), cancellation);
            var request = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            tenant = await AskAsync(client, tenant, request, cancellation);
            if (wait.Of(arguments) is not { } timeout)
            {
                Output.Changed(arguments.GetValue(output), tenant, "probe requested");
                return 0;
            }

            tenant = await client.UntilAsync(tenant.Name()!, t => Task.FromResult(IsAnswered(t, request)), "probed", timeout, TimeProvider.System, cancellation);
            Show(arguments.GetValue(output), tenant);
            return tenant.Status?.Conditions?.Any(c => c is { Type: NetworkProof.Condition, Status: "True" }) == true ? 0 : 1;
        });
        return command;
    }

    private static Task<McpTenant> AskAsync(IKubernetesClient client, McpTenant tenant, string request, CancellationToken cancellationToken)
    {
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = tenant.Uid(), ["annotations"] = new JsonObject { [McpTenantNames.ProbeRequestedAt] = request } } };
        return client.PatchAsync<McpTenant>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), tenant.Name()!, fieldManager: Connection.FieldManager, ct: cancellationToken);
    }

    private static bool IsAnswered(McpTenant tenant, string request) => tenant.Status?.NetworkIsolation?.Request == request;

    private static void Show(string? format, McpTenant tenant)
    {
        if (format == "json")
        {
            Output.Json(tenant);
            return;
        }

        Output.Columns(
            ["probe", "must be", "was", "from system namespace"],
            (tenant.Status!.NetworkIsolation!.Probes ?? []).Select(p => new[] { p.Name, $"{p.Expected}", $"{p.Seen}", p.Control is { } control ? $"{control}" : "" }));
        var condition = tenant.Status.Conditions?.FirstOrDefault(c => c.Type == NetworkProof.Condition);
        Console.WriteLine($"{NetworkProof.Condition} is {condition?.Status ?? "absent"}: {condition?.Message}");
    }
}
