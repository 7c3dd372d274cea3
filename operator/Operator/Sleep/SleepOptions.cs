namespace McpTenants.Operator.Sleep;

/// <summary>How tenants are put to sleep.</summary>
internal sealed record SleepOptions
{
    /// <summary>Base URLs of the gateways' admin ports; empty to find the gateway's pods in the system namespace.</summary>
    public IReadOnlyList<Uri> GatewayUrls { get; init; } = [];

    /// <summary>Admin port of a gateway pod. Default 9090.</summary>
    public int GatewayAdminPort { get; init; } = 9090;

    /// <summary>File with the bearer token of the admin port; empty for no token.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>Longest time for one answer; a gateway that is slower counts as busy. Default 2 seconds.</summary>
    public TimeSpan GatewayTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Least time between two scale changes of a tenant, so that it does not flap. Default 30 seconds.</summary>
    public TimeSpan MinDwell { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Time until an awake tenant is looked at again when a gateway was busy or gave no answer. Default 5 seconds.</summary>
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(5);
}
