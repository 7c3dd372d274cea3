using System.Collections.Concurrent;
using McpTenants.Gateway.Routing;

namespace McpTenants.Gateway.Streams;

/// <summary>
/// Which servers have a stream to GET. Revision 2026-07-28 has none, and a server that says 405 once says it always; remembered per tenant and
/// image, so that asking again needs nobody awake.
/// </summary>
internal sealed class StreamSupport
{
    private readonly ConcurrentDictionary<string, (string? Image, bool Offers)> _learnt = new(StringComparer.Ordinal);

    /// <summary>What the server said, or null when it was not asked yet.</summary>
    public bool? Learnt(TenantRoute route) =>
        _learnt.TryGetValue(route.Uid, out var learnt) && learnt.Image == route.Image ? learnt.Offers : null;

    /// <summary>What to believe while nobody can be asked: the platform's own server is stateless and answers 405, an image of the tenant's own may do anything.</summary>
    public bool? Believed(TenantRoute route) => Learnt(route) ?? (route.Image is null ? false : null);

    public void Learn(TenantRoute route, bool offers) => _learnt[route.Uid] = (route.Image, offers);

    public void Forget(string tenantUid) => _learnt.TryRemove(tenantUid, out _);
}
