using McpTenants.Api.Values;

namespace McpTenants.Operator.Diff;

/// <summary>
/// Compares resource quantities by value: the API server writes 0.5 back as 500m and 1024Mi as 1Gi, and an object that
/// differs for ever is written for ever.
/// </summary>
internal static class Quantities
{
    /// <summary>True when the values at the path are quantities.</summary>
    public static bool IsQuantityField(string path)
    {
        var parts = path.Split('/');
        return parts[^1] == "sizeLimit"
            || (parts.Length > 1 && parts[^2] is "hard" or "requests" or "limits" or "default" or "defaultRequest" or "max" or "min");
    }

    /// <summary>True when both texts are quantities of the same value.</summary>
    public static bool AreEqual(string left, string right) =>
        Quantity.TryParse(left, out var l) && Quantity.TryParse(right, out var r) && l == r;
}
