namespace McpTenants.Operator.Plan;

/// <summary>An object of a name that we need exists and is not ours. It is never adopted.</summary>
internal sealed class ForeignObjectException(ObjectKey key) : Exception($"{key} exists and does not belong to this tenant; it is left as it is")
{
    /// <summary>The object.</summary>
    public ObjectKey Key => key;
}
