using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Verification;

/// <summary>What is in a namespace, by kind: the list of what is about to be erased.</summary>
internal sealed class Inventory(ResourceKinds kinds, KindLister lister)
{
    private const int MostNames = 20;

    /// <summary>Counts everything in the namespace.</summary>
    public async Task<IReadOnlyList<TombstoneCount>> TakeAsync(string ns, CancellationToken cancellationToken)
    {
        var (all, _) = await kinds.FindAsync(cancellationToken);
        var counts = new List<TombstoneCount>();
        foreach (var kind in all.Where(k => k.Namespaced))
        {
            if (await lister.ListAsync(kind, ns, null, cancellationToken) is ({ Count: > 0 } found, _))
            {
                counts.Add(Count(kind.Name, found.Select(f => f.Name!)));
            }
        }

        return [.. counts.OrderBy(c => c.What, StringComparer.Ordinal)];
    }

    /// <summary>A number with the first names.</summary>
    public static TombstoneCount Count(string what, params IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).ToList();
        return new TombstoneCount { What = what, Count = sorted.Count, Names = sorted.Count == 0 ? null : [.. sorted.Take(MostNames)] };
    }
}
