namespace McpTenants.Bench.Cluster;

/// <summary>The local cluster with a node, our images and our chart.</summary>
internal sealed class FullCluster : IAsyncDisposable
{
    private readonly string? _stopScript;

    private FullCluster(string? stopScript, ApiServer api) => (_stopScript, Api) = (stopScript, api);

    /// <summary>A client with administrator rights.</summary>
    public ApiServer Api { get; }

    /// <summary>Starts the cluster unless it runs (a running one is left running), builds the images and installs the chart.</summary>
    public static async Task<FullCluster> StartAsync(BenchContext context, CancellationToken cancellationToken)
    {
        string Script(params string[] path) => Path.Combine([context.Root, "dev", .. path]);
        string[] needed = [Script("cluster", "up.sh"), Script("images", "all.sh"), Script("install.sh")];
        if (needed.FirstOrDefault(script => !File.Exists(script)) is { } missing)
            throw new NotMeasurableException($"{Path.GetRelativePath(context.Root, missing)} does not exist yet");
        var running = context.ClusterRuns;
        var output = await Command.RunAsync("bash", [needed[0]], cancellationToken);
        var kubeconfig = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
        await Command.RunAsync("bash", [needed[1]], cancellationToken);
        await Command.RunAsync("bash", [needed[2]], cancellationToken);
        return new FullCluster(running ? null : Script("cluster", "down.sh"), await ApiServer.ConnectAsync(kubeconfig, cancellationToken));
    }

    /// <summary>Stops the cluster if this run started it.</summary>
    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_stopScript is not null)
            await Command.RunAsync("bash", [_stopScript], CancellationToken.None);
    }
}
