using System.Net;

namespace McpTenants.Operator.Isolation;

/// <summary>What stands in the cluster that a tenant must not reach.</summary>
internal sealed record Surroundings
{
    /// <summary>Running gateway pods.</summary>
    public IReadOnlyList<GatewayPod> Gateways { get; init; } = [];

    /// <summary>The gateway's Service; null when it has no address.</summary>
    public IPEndPoint? GatewayService { get; init; }

    /// <summary>The API server as this process reaches it; null when that is no address, or this machine's own.</summary>
    public IPEndPoint? ApiServer { get; init; }
}

/// <summary>A running gateway.</summary>
/// <param name="Address">Its pod's address.</param>
/// <param name="Port">Where it serves callers. Its policy lets everybody in there, so only the tenant's own refuses.</param>
/// <param name="AdminPort">Where it serves the operator.</param>
/// <param name="Node">Where it runs.</param>
internal sealed record GatewayPod(string Address, int Port, int AdminPort, string Node);
