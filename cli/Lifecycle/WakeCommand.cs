using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using McpTenants.Api;

namespace McpTenants.Cli.Lifecycle;

/// <summary><c>kubectl mcpt wake NAME</c>: starts the server ahead of the first call.</summary>
internal static class WakeCommand
{
    public static Command Create()
    {
        var (connection, output, wait) = (new Connection(), Output.Option(), new WaitOptions());
        var name = new Argument<string>("name") { Description = "name of the tenant" };
        var command = new Command("wake", "Start a sleeping server ahead of its first call; it sleeps again after scaling.idleAfter without calls") { name, output };
        wait.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var tenant = await client.RequireAsync(arguments.GetRequiredValue(name), cancellation);
            if (tenant.Spec?.Suspended == true)
                throw new CliException($"'{tenant.Name()}' is suspended; kubectl mcpt resume {tenant.Name()} ends that");
            var home = tenant.Status?.Namespace ?? throw new CliException($"'{tenant.Name()}' is not provisioned yet; kubectl mcpt describe {tenant.Name()} shows why");
            await RaiseAsync(client, home, cancellation);
            if (wait.Of(arguments) is { } timeout)
                tenant = await client.UntilAsync(tenant.Name()!, _ => IsUpAsync(client, home, cancellation), "awake", timeout, TimeProvider.System, cancellation);
            Output.Changed(arguments.GetValue(output), tenant, "awake");
            return 0;
        });
        return command;
    }

    /// <summary>0 -> 1 as the gateway does it: a write with the resourceVersion that was read, so that two who wake do not add up.</summary>
    private static async Task RaiseAsync(IKubernetesClient client, string home, CancellationToken cancellationToken)
    {
        while (true)
        {
            var scale = await client.GetScaleAsync<V1Deployment>(McpTenantNames.Instance, home, cancellationToken);
            if (scale.Spec?.Replicas > 0)
                return;
            var patch = new JsonObject
            {
                ["metadata"] = new JsonObject { ["resourceVersion"] = scale.Metadata.ResourceVersion },
                ["spec"] = new JsonObject { ["replicas"] = 1 },
            };
            try
            {
                await client.PatchScaleAsync<V1Deployment>(new V1Patch(patch.ToJsonString(), PatchType.MergePatch), McpTenantNames.Instance, home, Connection.FieldManager, cancellationToken);
                return;
            }
            catch (HttpOperationException e) when (e.IsConflict())
            {
                // Somebody else wrote it: what it is now decides.
            }
        }
    }

    private static async Task<bool> IsUpAsync(IKubernetesClient client, string home, CancellationToken cancellationToken) =>
        await client.GetAsync<V1Deployment>(McpTenantNames.Instance, home, cancellationToken) is { Status.ReadyReplicas: > 0 };
}
