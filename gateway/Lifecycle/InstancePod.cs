using System.Net;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>One incarnation of a tenant's process. The UID is the identity; the address may be reused by a stranger.</summary>
/// <param name="Uid">Identity of this incarnation.</param>
/// <param name="Address">Where it is.</param>
/// <param name="MutualTls">It proves whose it is by a certificate, and demands ours. Said by the pod's own object, never by whoever answers at the address.</param>
internal sealed record InstancePod(string Uid, IPAddress Address, bool MutualTls = false);
