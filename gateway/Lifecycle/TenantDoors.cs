using System.Collections.Concurrent;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>The doors by tenant UID. A door appears with the tenant's first request and stays (a few hundred bytes) until the tenant is gone.</summary>
internal sealed class TenantDoors(DoorServices services)
{
    private readonly ConcurrentDictionary<string, TenantDoor> _doors = new(StringComparer.Ordinal);

    public MonotonicClock Clock => services.Clock;

    public int Held => services.Waiting.Held;

    public TenantDoor Of(string tenantUid, string ns) => _doors.GetOrAdd(tenantUid, static (uid, a) => new TenantDoor(uid, a.ns, a.services), (ns, services));

    public TenantDoor? Find(string tenantUid) => _doors.GetValueOrDefault(tenantUid);

    /// <summary>The tenant is gone or suspended: nothing may reach it any more.</summary>
    public void Close(string tenantUid)
    {
        if (_doors.TryRemove(tenantUid, out var door))
            door.Dispose();
    }

    public int CountIn(TenantPhase phase) => _doors.Values.Count(d => d.Report().Phase == phase);
}
