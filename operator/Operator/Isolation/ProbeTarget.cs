namespace McpTenants.Operator.Isolation;

/// <summary>Something that the probe tries from the tenant's namespace.</summary>
/// <param name="Name">Its name in the evidence.</param>
/// <param name="Open">Whether it must work.</param>
/// <param name="Host">Address; null for the pod's own DNS resolvers.</param>
/// <param name="Port">Port; 0 for the resolvers.</param>
internal sealed record ProbeTarget(string Name, bool Open, string? Host = null, int Port = 0);
