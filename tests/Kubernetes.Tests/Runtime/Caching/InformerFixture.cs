using System.Threading.Channels;
using k8s.Models;
using Kubernetes.Runtime;
using Kubernetes.Runtime.Caching;
using Kubernetes.Tests.Runtime.Fakes;
using McpTenants.Testing;

namespace Kubernetes.Tests.Runtime.Caching;

/// <summary>A fake API server, a clock that stands still, and one informer whose events are collected.</summary>
internal sealed class InformerFixture : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<InformerEvent<V1ConfigMap>> _events = Channel.CreateUnbounded<InformerEvent<V1ConfigMap>>();
    private Task _running = Task.CompletedTask;

    public InformerFixture(InformerOptions<V1ConfigMap>? options = null)
    {
        Informer = new SharedInformer<V1ConfigMap>(Api, (options ?? new InformerOptions<V1ConfigMap>()) with { Randomness = () => 0.5 }, Time);
        Informer.AddHandler(change => _events.Writer.TryWrite(change));
    }

    public FakeApi Api { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public SharedInformer<V1ConfigMap> Informer { get; }

    public static V1ConfigMap Item(string name, string? value = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, NamespaceProperty = "ns" },
        Data = new Dictionary<string, string> { ["value"] = value ?? name },
    };

    public static NamespacedName Key(string name) => new("ns", name);

    public void Run() => _running = Informer.RunAsync(_stop.Token);

    /// <summary>Runs it until its first watch stands.</summary>
    public async Task SyncAsync()
    {
        Run();
        await Informer.WaitForSyncAsync().WaitAsync(s_patience);
        await Api.WatchesAsync(1);
        DropEvents();
    }

    public async Task<InformerEvent<V1ConfigMap>> NextAsync() => await _events.Reader.ReadAsync().AsTask().WaitAsync(s_patience);

    public void DropEvents()
    {
        while (_events.Reader.TryRead(out _))
        {
        }
    }

    public bool HasEvent => _events.Reader.TryPeek(out _);

    /// <summary>Waits until the reflector backs off, lets that time pass, and gives it.</summary>
    public async Task<TimeSpan> PassBackoffAsync()
    {
        var delay = await Time.WaitForTimerAsync(due => due <= TimeSpan.FromMinutes(2)).WaitAsync(s_patience);
        Time.Advance(delay);
        return delay;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running.WaitAsync(s_patience);
        Api.Dispose();
        _stop.Dispose();
    }
}
