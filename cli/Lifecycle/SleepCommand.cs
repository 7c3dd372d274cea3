using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli.Lifecycle;

/// <summary><c>kubectl mcpt sleep NAME</c>: asks the operator not to wait for <c>scaling.idleAfter</c>.</summary>
internal static class SleepCommand
{
    public static Command Create()
    {
        var (connection, output, wait) = (new Connection(), Output.Option(), new WaitOptions());
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var command = new Command("sleep", "Ask that a server sleep now, once no call runs; the next call wakes it") { name, output };
        wait.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var tenant = await client.RequireAsync(arguments.GetRequiredValue(name), cancellation);
            if (tenant.Spec?.Scaling?.MinInstances > 0)
                throw new CliException($"'{tenant.Name()}' never sleeps: spec.scaling.minInstances is {tenant.Spec.Scaling.MinInstances}");
            tenant = await AskAsync(client, tenant, TimeProvider.System.GetUtcNow(), cancellation);
            if (wait.Of(arguments) is { } timeout)
                tenant = await client.UntilAsync(tenant.Name()!, t => IsDownAsync(client, t, cancellation), "asleep", timeout, TimeProvider.System, cancellation);
            Output.Changed(arguments.GetValue(output), tenant, "asleep");
            return 0;
        });
        return command;
    }

    // Not a write of the scale: only the operator's protocol with all gateways knows that no call is under way.
    private static Task<McpTenant> AskAsync(IKubernetesClient client, McpTenant tenant, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var at = now.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var patch = new JsonObject { ["metadata"] = new JsonObject { ["uid"] = tenant.Uid(), ["annotations"] = new JsonObject { [McpTenantNames.SleepRequestedAt] = at } } };
        return client.PatchAsync<McpTenant>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), tenant.Name()!, fieldManager: Connection.FieldManager, ct: cancellationToken);
    }

    private static async Task<bool> IsDownAsync(IKubernetesClient client, McpTenant tenant, CancellationToken cancellationToken) =>
        tenant.Status?.Namespace is { } home && await client.GetAsync<V1Deployment>(McpTenantNames.Instance, home, cancellationToken) is { Spec.Replicas: 0 };
}
