using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using k8s;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Integration;

/// <summary>The API server is killed without warning and comes back; the informer goes on from where it was.</summary>
[Trait("Tier", "Integration")]
public sealed class ApiServerRestartTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Informer_ServerKilledAndRestarted_MissesNothing()
    {
        var directory = Path.Combine(Path.GetTempPath(), $"mcpt-restart-{Environment.ProcessId}");
        var script = Path.Combine(Repository.Root, "dev", "cluster", "control-plane.sh");
        await Script.RunAsync(script, ["up", "--dir", directory, "--parent", $"{Environment.ProcessId}"], CancellationToken.None);
        Process? restarted = null;
        try
        {
            using var client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(Path.Combine(directory, "kubeconfig")));
            using var stop = new CancellationTokenSource();
            var events = Channel.CreateUnbounded<InformerEvent<V1ConfigMap>>();
            var informer = new SharedInformer<V1ConfigMap>(client, new InformerOptions<V1ConfigMap> { Namespace = "default", LabelSelector = "t=restart" });
            informer.AddHandler(e => events.Writer.TryWrite(e));
            var running = informer.RunAsync(stop.Token);
            await informer.WaitForSyncAsync(stop.Token).WaitAsync(s_patience, CancellationToken.None);
            await client.CreateAsync(Item("before"));
            (await NextAsync(events)).Key.Name.ShouldBe("before");

            restarted = await KillAndRestartAsync(Path.Combine(directory, "run", "kube-apiserver.pid"));
            await UntilServedAsync(client);
            await client.CreateAsync(Item("after"));
            await client.DeleteAsync<V1ConfigMap>("before", "default");

            var seen = new List<string>();
            while (seen.Count < 2)
            {
                var change = await NextAsync(events);
                seen.Add($"{change.Type} {change.Key.Name}");
            }

            seen.Order(StringComparer.Ordinal).ShouldBe(["Added after", "Deleted before"]);
            informer.Store.List().ShouldHaveSingleItem().Metadata.Name.ShouldBe("after");
            await stop.CancelAsync();
            await running.WaitAsync(s_patience, CancellationToken.None);
        }
        finally
        {
            restarted?.Kill();
            restarted?.Dispose();
            await Script.RunAsync(script, ["down", "--dir", directory], CancellationToken.None);
        }
    }

    private static async Task<Process> KillAndRestartAsync(string pidFile)
    {
        var id = int.Parse((await File.ReadAllTextAsync(pidFile)).Split(' ', '\n')[0], CultureInfo.InvariantCulture);
        var command = (await File.ReadAllTextAsync($"/proc/{id}/cmdline")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        using (var server = Process.GetProcessById(id))
        {
            server.Kill();
            await server.WaitForExitAsync();
        }

        var start = new ProcessStartInfo(command[0]) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in command.Skip(1))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        // Its log is of no interest, but a full pipe would stop it.
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private static async Task UntilServedAsync(KubernetesClient client)
    {
        var started = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await client.GetAsync<V1Namespace>("default");
                return;
            }
            catch (Exception) when (started.Elapsed < s_patience)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.2), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static async Task<InformerEvent<V1ConfigMap>> NextAsync(Channel<InformerEvent<V1ConfigMap>> events)
        => await events.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    private static V1ConfigMap Item(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "default", Labels = new Dictionary<string, string> { ["t"] = "restart" } },
    };
}
