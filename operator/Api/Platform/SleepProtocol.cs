namespace McpTenants.Api;

/// <summary>What operator and gateways presuppose of each other when a tenant is put to sleep.</summary>
public static class SleepProtocol
{
    /// <summary>
    /// How long a gateway's consent binds it without news, counted from when it was asked. After that it reads the scale itself and, if the tenant is up,
    /// forwards again: a sleep that is written later would take the pod from under a call.
    /// </summary>
    public static readonly TimeSpan ConsentLease = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long before the end of the first consent the operator's write must be over. Covers clocks that run at different rates, a pause of the
    /// operator's process, and the way of a cancellation to the API server.
    /// </summary>
    public static readonly TimeSpan WriteMargin = TimeSpan.FromSeconds(1);
}
