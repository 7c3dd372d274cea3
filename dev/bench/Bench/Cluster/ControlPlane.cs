using System.Text.Json.Nodes;
using McpTenants.Bench.Gateway;

namespace McpTenants.Bench.Cluster;

/// <summary>A real etcd, API server and controller-manager for one experiment; no node, so no pod ever runs.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly string _script;
    private readonly string _directory;

    private ControlPlane(string script, string directory, string kubeconfig, ApiServer api)
    {
        (_script, _directory) = (script, directory);
        (Kubeconfig, Api) = (kubeconfig, api);
    }

    /// <summary>Path of a kubeconfig with administrator rights.</summary>
    public string Kubeconfig { get; }

    /// <summary>A client with administrator rights.</summary>
    public ApiServer Api { get; }

    /// <summary>Starts one and installs our custom resource definitions.</summary>
    public static async Task<ControlPlane> StartAsync(BenchContext context, CancellationToken cancellationToken)
    {
        var script = Path.Combine(context.Root, "dev", "cluster", "control-plane.sh");
        var directory = context.NewFolder("control-plane");
        string[] arguments = [script, "up", "--dir", directory, "--parent", $"{Environment.ProcessId}"];
        var output = await Command.RunAsync("bash", arguments, cancellationToken);
        var kubeconfig = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        var plane = new ControlPlane(script, directory, kubeconfig, await ApiServer.ConnectAsync(kubeconfig, cancellationToken));
        try
        {
            await plane.InstallAsync(Path.Combine(context.Root, "crds"), cancellationToken);
            return plane;
        }
        catch
        {
            await plane.DisposeAsync();
            throw;
        }
    }

    /// <summary>Stops every process of it and removes its state.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Command.RunAsync("bash", [_script, "down", "--dir", _directory], CancellationToken.None);
    }

    private async Task InstallAsync(string crds, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(crds))
            throw new NotMeasurableException("there are no custom resource definitions in crds/");
        await Command.RunAsync("kubectl", ["--kubeconfig", Kubeconfig, "apply", "-f", crds], cancellationToken);
        await Api.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = "mcp-system" } }, cancellationToken);
        // Not `kubectl wait`: it fails on a definition that has no conditions yet.
        while (await Api.GetAsync(BenchTenant.Collection, cancellationToken) is null)
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, cancellationToken);
    }
}
