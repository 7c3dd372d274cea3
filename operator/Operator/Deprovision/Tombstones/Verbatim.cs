using k8s.Models;
using McpTenants.Api;

namespace McpTenants.Operator.Deprovision.Tombstones;

/// <summary>What holds a removal up, in the words of whoever holds it up.</summary>
internal static class Verbatim
{
    // A condition's message may have 32768 characters; nobody reads so many.
    private const int Longest = 2000;

    /// <summary>What the namespace controller says: it names the resource, the finalizer or the API that does not answer.</summary>
    public static string Remaining(V1Namespace live)
    {
        var said = live.Status?.Conditions?.Where(c => c.Status == "True").Select(c => $"{c.Type}: {c.Message}") ?? [];
        return Cut(string.Join(" ", said.DefaultIfEmpty("The namespace is being deleted.")));
    }

    /// <summary>Volumes that still hold data.</summary>
    public static string Volumes(IReadOnlyList<V1PersistentVolume> volumes)
    {
        var kept = volumes.Where(v => v.Spec?.PersistentVolumeReclaimPolicy == "Retain").Select(v => v.Metadata.Name).ToArray();
        return Cut(kept.Length == 0
            ? $"Waits for the end of volume {string.Join(", ", volumes.Select(v => v.Metadata.Name))}."
            : $"Volume {string.Join(", ", kept)} has the reclaim policy Retain and still holds data; delete it, or set its policy to Delete.");
    }

    /// <summary>What a scan found.</summary>
    public static string Leftovers(TombstoneVerification verification) => Cut(string.Join(
        " ", verification.Counts!.Where(c => c.Count > 0).Select(c => $"{c.What}: {c.Count} ({string.Join(", ", c.Names ?? [])}).")));

    private static string Cut(string text) => text.Length > Longest ? text[..Longest] + "..." : text;
}
