namespace McpTenants.Gateway.Lifecycle;

/// <summary>
/// Waits for the end of a consent to sleep whose outcome nobody told: the operator may have died between asking and writing. Until it is known the
/// tenant's streams hang in the air, and no request may come for hours that would ask.
/// </summary>
internal static class LeaseWatch
{
    /// <param name="door">Its tenant drains.</param>
    /// <param name="lease">The end of the lease.</param>
    /// <param name="services">The door's.</param>
    /// <param name="ct">Cancelled when the outcome is known.</param>
    public static async Task RunAsync(TenantDoor door, TimeSpan lease, DoorServices services, CancellationToken ct)
    {
        try
        {
            var time = services.Clock.Provider;
            await Task.Delay(services.Timing.DrainLease, time, ct);
            while (true)
            {
                if (await ReadAsync(door.Namespace, services, ct) is { } up)
                    door.Apply(new TenantEvent.OutcomeRead(lease, up));
                // Again while the API server is away, and while a held request keeps the question open.
                await Task.Delay(services.Limits.ApiTimeout, time, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
        }
    }

    private static async Task<bool?> ReadAsync(string ns, DoorServices services, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(services.Limits.ApiTimeout, services.Clock.Provider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            return await services.ReadScale(ns, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
    }
}
