using System.Text.Json;
using k8s;
using k8s.Models;

namespace ClusterAddons.Cluster;

/// <summary>A copy of one collection, kept up to date.</summary>
/// <param name="api">The API server.</param>
/// <param name="path">Path of the collection.</param>
/// <param name="changed">Called after each change, from the thread that reads.</param>
internal sealed class Mirror<T>(ApiStream api, string path, Action changed) : IMirror
    where T : class, IKubernetesObject<V1ObjectMeta>
{
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _synced = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<string, T> _items = new(StringComparer.Ordinal);

    public Task Synced => _synced.Task;

    public IReadOnlyList<T> Items
    {
        get
        {
            lock (_gate)
                return [.. _items.Values];
        }
    }

    /// <summary>Reads until cancelled. When the server ends the stream, everything is listed anew.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var version = await ListAsync(cancellationToken);
            _synced.TrySetResult();
            changed();
            await foreach (var line in api.WatchAsync(path, version, cancellationToken))
            {
                using var change = JsonDocument.Parse(line);
                if (!Apply(change.RootElement))
                    break;
                changed();
            }
        }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        using var list = JsonDocument.Parse(await api.ListAsync(path, cancellationToken));
        var items = list.RootElement.GetProperty("items").EnumerateArray().Select(Read).ToDictionary(Key, StringComparer.Ordinal);
        lock (_gate)
            _items = items;
        return list.RootElement.GetProperty("metadata").GetProperty("resourceVersion").GetString()!;
    }

    // False: the watch is over, its version too old.
    private bool Apply(JsonElement change)
    {
        var type = change.GetProperty("type").GetString();
        if (type == "ERROR")
            return false;
        var item = Read(change.GetProperty("object"));
        lock (_gate)
        {
            if (type == "DELETED")
                _items.Remove(Key(item));
            else
                _items[Key(item)] = item;
        }

        return true;
    }

    private static T Read(JsonElement json) => KubernetesJson.Deserialize<T>(json.GetRawText())!;

    private static string Key(T item) => $"{item.Metadata.NamespaceProperty}/{item.Metadata.Name}";
}
