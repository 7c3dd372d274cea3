using System.Globalization;
using System.Threading.Channels;
using ClusterAddons.Dns;
using ClusterAddons.Edge;
using ClusterAddons.Policies;
using k8s;
using k8s.Autorest;
using k8s.Models;
using KubeOps.KubernetesClient;
using Kubernetes.Runtime.Caching;

namespace ClusterAddons.Cluster;

/// <summary>Keeps packet filters, DNS names and the edge in step with the objects. Any change leads to one new computation of everything: it is small.</summary>
internal sealed class Addons : IDisposable
{
    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, string> _rulesets = new(StringComparer.Ordinal);
    private readonly List<FileSystemWatcher> _recordWatchers;
    private readonly AddonsOptions _options;
    private readonly TextWriter _log;
    private readonly IKubernetesClient _client;
    private readonly InformerRegistry _informers;
    private readonly Store<V1Pod> _pods;
    private readonly Store<V1Namespace> _namespaces;
    private readonly Store<V1NetworkPolicy> _policies;
    private readonly Store<V1Service> _services;
    private readonly Store<V1Endpoints> _endpoints;
    private readonly Store<V1Ingress> _ingresses;

    // What the edge has taken up; null until it did once.
    private string? _served;

    public Addons(AddonsOptions options, TextWriter log)
    {
        _options = options;
        _log = log;
        _client = new KubernetesClient(KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig));
        _informers = new InformerRegistry(_client);
        _pods = StoreOf<V1Pod>();
        _namespaces = StoreOf<V1Namespace>();
        _policies = StoreOf<V1NetworkPolicy>();
        _services = StoreOf<V1Service>();
        _endpoints = StoreOf<V1Endpoints>();
        _ingresses = StoreOf<V1Ingress>();
        _recordWatchers = [.. options.Nodes.Select(node => Watch(node.RecordDirectory))];
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        // Closed from the first moment: nothing is known, so nothing passes until the objects are read.
        await FilterAsync([], cancellationToken);
        _informers.Start(cancellationToken);
        await _informers.WaitForSyncAsync(cancellationToken);
        Changed();
        await foreach (var _ in _changes.Reader.ReadAllAsync(cancellationToken))
            await WriteAsync(cancellationToken);
    }

    public void Dispose()
    {
        _recordWatchers.ForEach(watcher => watcher.Dispose());
        _client.Dispose();
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        // Packets first: names and routes can wait.
        await FilterAsync(CompilePolicies(), cancellationToken);
        await ChangedFile.WriteAsync(_options.HostsFile, HostsFile.Write(_services.List(), _endpoints.List()), cancellationToken);
        await WriteEdgeAsync(cancellationToken);
    }

    private async Task WriteEdgeAsync(CancellationToken cancellationToken)
    {
        var configuration = NginxConfiguration.Write(_options.Edge, _ingresses.List(), _services.List());
        await ChangedFile.WriteAsync(_options.Edge.ConfigurationFile, configuration, cancellationToken);
        if (_served != configuration)
        {
            if (!await ReloadEdgeAsync(cancellationToken))
                return;
            _served = configuration;
        }

        foreach (var ingress in IngressAddress.Unpublished(_ingresses.List(), configuration, _options.Edge.Address))
            await PublishAsync(ingress, cancellationToken);
    }

    private async Task PublishAsync(V1Ingress ingress, CancellationToken cancellationToken)
    {
        try
        {
            await _client.PatchAsync<V1Ingress>(
                IngressAddress.Patch(_options.Edge.Address), ingress.Metadata.Name!, ingress.Metadata.NamespaceProperty, subresource: "status", ct: cancellationToken);
        }
        catch (HttpOperationException e) when (e.IsNotFound())
        {
            // Deleted meanwhile.
        }
    }

    private IReadOnlyList<PodRules> CompilePolicies()
    {
        var namespaces = _namespaces.List().ToDictionary(
            item => item.Metadata.Name!, item => item.Metadata.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        var records = _options.Nodes.SelectMany(node => PodRecord.ReadAll(node.RecordDirectory));

        // A pod whose namespace we have not seen yet could be let in by nobody's rule or everybody's: it waits.
        var pods = PodAddresses.Join(records, _pods.List()).Where(pod => namespaces.ContainsKey(pod.Namespace)).ToList();
        return new PolicyCompiler(new PolicyWorld { Pods = pods, Namespaces = namespaces, Policies = [.. _policies.List()] }).Compile();
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

    /// <returns>False while there is no edge yet; it reads the configuration when it starts.</returns>
    private async Task<bool> ReloadEdgeAsync(CancellationToken cancellationToken)
    {
        if (!File.Exists(_options.Edge.PidFile))
            return false;
        var master = (await File.ReadAllTextAsync(_options.Edge.PidFile, cancellationToken)).Trim();
        await NginxWorkers.ReplaceAsync(
            int.Parse(master, CultureInfo.InvariantCulture), () => Command.RunAsync("kill", ["-HUP", master], "", cancellationToken), TimeProvider.System, cancellationToken);
        await _log.WriteLineAsync("edge: new routes");
        return true;
    }

    private Store<T> StoreOf<T>()
        where T : class, IKubernetesObject<V1ObjectMeta>
    {
        var informer = _informers.Register<T>();
        informer.AddHandler(_ => Changed());
        return informer.Store;
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
