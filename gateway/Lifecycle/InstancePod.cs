using System.Net;

namespace McpTenants.Gateway.Lifecycle;

/// <summary>One incarnation of a tenant's process. The UID is the identity; the address may be reused by a stranger.</summary>
internal sealed record InstancePod(string Uid, IPAddress Address);
