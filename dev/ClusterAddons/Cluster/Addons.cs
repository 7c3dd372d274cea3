using System.Threading.Channels;
using ClusterAddons.Dns;
using ClusterAddons.Edge;
using ClusterAddons.Policies;
using k8s.Models;

namespace ClusterAddons.Cluster;

/// <summary>Keeps packet filters, DNS names and the edge in step with the objects. Any change leads to one new computation of everything: it is small.</summary>
internal sealed class Addons : IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, string> _rulesets = new(StringComparer.Ordinal);
    private readonly List<FileSystemWatcher> _recordWatchers;
    private readonly AddonsOptions _options;
    private readonly TextWriter _log;
    private readonly ApiStream _api;
    private readonly Mirror<V1Pod> _pods;
    private readonly Mirror<V1Namespace> _namespaces;
    private readonly Mirror<V1NetworkPolicy> _policies;
    private readonly Mirror<V1Service> _services;
    private readonly Mirror<V1Endpoints> _endpoints;
    private readonly Mirror<V1Ingress> _ingresses;

    public Addons(AddonsOptions options, TextWriter log)
    {
        _options = options;
        _log = log;
        _api = new ApiStream(options.Kubeconfig);
        _pods = new(_api, "/api/v1/pods", Changed);
        _namespaces = new(_api, "/api/v1/namespaces", Changed);
        _policies = new(_api, "/apis/networking.k8s.io/v1/networkpolicies", Changed);
        _services = new(_api, "/api/v1/services", Changed);
        _endpoints = new(_api, "/api/v1/endpoints", Changed);
        _ingresses = new(_api, "/apis/networking.k8s.io/v1/ingresses", Changed);
        _recordWatchers = [.. options.Nodes.Select(node => Watch(node.RecordDirectory))];
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Closed from the first moment: nothing is known, so nothing passes until the objects are read.
        await FilterAsync([], cancellationToken);
        IMirror[] mirrors = [_pods, _namespaces, _policies, _services, _endpoints, _ingresses];
        var reading = Task.WhenAny(mirrors.Select(mirror => mirror.RunAsync(cancellationToken))).Unwrap();
        await await Task.WhenAny(reading, Task.WhenAll(mirrors.Select(mirror => mirror.Synced)));
        var writing = WriteAsync(cancellationToken);

        // Whoever fails first ends the program: a filter that no longer follows the objects must not look healthy.
        await await Task.WhenAny(reading, writing);
    }

    public void Dispose()
    {
        _recordWatchers.ForEach(watcher => watcher.Dispose());
        _api.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in _changes.Reader.ReadAllAsync(cancellationToken))
        {
            // Packets first: names and routes can wait.
            await FilterAsync(CompilePolicies(), cancellationToken);
            await ChangedFile.WriteAsync(_options.HostsFile, HostsFile.Write(_services.Items, _endpoints.Items), cancellationToken);
            if (await ChangedFile.WriteAsync(_options.Edge.ConfigurationFile, NginxConfiguration.Write(_options.Edge, _ingresses.Items, _services.Items), cancellationToken))
                await ReloadEdgeAsync(cancellationToken);
        }
    }

    private IReadOnlyList<PodRules> CompilePolicies()
    {
        var namespaces = _namespaces.Items.ToDictionary(
            item => item.Metadata.Name!, item => item.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var records = _options.Nodes.SelectMany(node => PodRecord.ReadAll(node.RecordDirectory));

        // A pod whose namespace we have not seen yet could be let in by nobody's rule or everybody's: it waits.
        var pods = PodAddresses.Join(records, _pods.Items).Where(pod => namespaces.ContainsKey(pod.Namespace)).ToList();
        return new PolicyCompiler(new PolicyWorld { Pods = pods, Namespaces = namespaces, Policies = _policies.Items }).Compile();
    }

    private async Task FilterAsync(IReadOnlyList<PodRules> rules, CancellationToken cancellationToken)
    {
        foreach (var node in _options.Nodes)
        {
            var ruleset = NftablesRuleset.Write(node.Network, rules);
            if (_rulesets.GetValueOrDefault(node.Network.Name) == ruleset)
                continue;
            await Command.RunAsync("nsenter", ["--target", $"{node.ProcessId}", "--net", "nft", "-f", "-"], ruleset, cancellationToken);
            _rulesets[node.Network.Name] = ruleset;
            await _log.WriteLineAsync($"{node.Network.Name}: {rules.Count} pods, {rules.Count(rule => rule.Ingress is not null || rule.Egress is not null)} of them restricted");
        }
    }

    private async Task ReloadEdgeAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_options.Edge.PidFile))
            return;
        await Command.RunAsync("kill", ["-HUP", (await File.ReadAllTextAsync(_options.Edge.PidFile, cancellationToken)).Trim()], "", cancellationToken);
        await _log.WriteLineAsync($"edge: {_ingresses.Items.Count} ingresses");
    }

    private FileSystemWatcher Watch(string directory)
    {
        var watcher = new FileSystemWatcher(directory) { NotifyFilter = NotifyFilters.FileName };
        watcher.Renamed += (_, _) => Changed();
        watcher.Deleted += (_, _) => Changed();
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    private void Changed() => _changes.Writer.TryWrite(true);
}
