namespace McpTenants.Operator.Plan;

/// <summary>Identifies an object within what one tenant consists of.</summary>
/// <param name="Kind">Kind, for example <c>Deployment</c>; our kinds are unique across groups.</param>
/// <param name="Namespace">Its namespace, or null for the namespace itself.</param>
/// <param name="Name">Its name.</param>
internal readonly record struct ObjectKey(string Kind, string? Namespace, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Namespace is null ? $"{Kind} {Name}" : $"{Kind} {Namespace}/{Name}";
}
