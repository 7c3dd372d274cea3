using System.Net;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>The few things of a pod that decide about a wake.</summary>
/// <param name="Uid">Identity of this incarnation.</param>
/// <param name="Created">Creation time; of several pods the newest counts.</param>
/// <param name="Address">Its IP once the network is up.</param>
/// <param name="Leaving">It has a deletionTimestamp or has ended: never a target.</param>
/// <param name="Scheduled">A node was chosen.</param>
/// <param name="Trouble">Why it will not come up, if it says so.</param>
/// <param name="MutualTls">It is spoken to over mutual TLS and not otherwise.</param>
internal sealed record PodFacts(string Uid, DateTimeOffset Created, IPAddress? Address, bool Leaving, bool Scheduled, WakeTrouble? Trouble = null, bool MutualTls = false)
{
    /// <summary>The pod a wake has to look at: the newest that is not leaving.</summary>
    public static PodFacts? Newest(IEnumerable<PodFacts> pods) => pods.Where(p => !p.Leaving).MaxBy(p => p.Created);
}
