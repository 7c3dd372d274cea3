using System.Collections.Concurrent;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Caching;

/// <summary>
/// Public answers by tenant and state of its configuration. Bounded per tenant and in all; what does not fit is simply asked of the server again.
/// </summary>
internal sealed class PublicAnswers(MonotonicClock clock)
{
    /// <summary>Largest answer kept, and most of one tenant together, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    /// <summary>Bytes over all tenants: 1.6 KiB for each of 10,000.</summary>
    private const long Total = 16 * 1024 * 1024;

    private const int PerTenant = 8;

    /// <summary>For so long after a change the pod may still answer by its former configuration: kubelet renews mounted files about every minute.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, Shelf> _tenants = new(StringComparer.Ordinal);
    private long _bytes;

    public long Bytes => Interlocked.Read(ref _bytes);

    public PublicAnswer? Find(TenantRoute route, DiscoveryRequest request)
    {
        if (!_tenants.TryGetValue(route.Uid, out var shelf))
            return null;
        lock (shelf)
            return shelf.State == StateOf(route) && shelf.Answers.GetValueOrDefault(request.Question) is { } answer && clock.Now < answer.Until ? answer : null;
    }

    public void Keep(TenantRoute route, DiscoveryRequest request, PublicAnswer answer)
    {
        var shelf = _tenants.GetOrAdd(route.Uid, static _ => new Shelf());
        lock (shelf)
        {
            shelf.State ??= StateOf(route);
            if (shelf.IsGone || shelf.State != StateOf(route) || clock.Now < shelf.SettledAt)
                return;
            Remove(shelf, request.Question);
            foreach (var old in shelf.Answers.Where(a => a.Value.Until <= clock.Now).Select(a => a.Key).ToList())
                Remove(shelf, old);
            var size = answer.Size + request.Question.Length;
            if (shelf.Answers.Count >= PerTenant || shelf.Bytes + size > MaxBytes || Bytes + size > Total)
                return;
            shelf.Answers[request.Question] = answer;
            Add(shelf, size);
        }
    }

    /// <summary>A new table is in place: what a tenant's former configuration or image said is worth nothing, and what is over is not worth its memory.</summary>
    public void Follow(RouteTable table)
    {
        foreach (var (uid, shelf) in _tenants)
        {
            lock (shelf)
            {
                var route = table.FindUid(uid);
                shelf.IsGone = route?.Standing != Standing.Open;
                if (shelf.IsGone || shelf.State != StateOf(route!))
                {
                    Clear(shelf);
                    shelf.State = shelf.IsGone ? null : StateOf(route!);
                    shelf.SettledAt = clock.Now + Settling;
                }
            }

            if (shelf.IsGone)
                _tenants.TryRemove(KeyValuePair.Create(uid, shelf));
        }
    }

    /// <summary>Another image or another spec may answer otherwise.</summary>
    private static (string? Image, long Generation) StateOf(TenantRoute route) => (route.RunningImage, route.Generation);

    private void Clear(Shelf shelf)
    {
        foreach (var question in shelf.Answers.Keys.ToList())
            Remove(shelf, question);
    }

    private void Remove(Shelf shelf, string question)
    {
        if (shelf.Answers.Remove(question, out var answer))
            Add(shelf, -answer.Size - question.Length);
    }

    private void Add(Shelf shelf, int size)
    {
        shelf.Bytes += size;
        Interlocked.Add(ref _bytes, size);
    }

    private sealed class Shelf
    {
        public (string? Image, long Generation)? State { get; set; }

        public TimeSpan SettledAt { get; set; }

        public bool IsGone { get; set; }

        public int Bytes { get; set; }

        public Dictionary<string, PublicAnswer> Answers { get; } = new(StringComparer.Ordinal);
    }
}
