using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpTenants.Operator.Diff;

/// <summary>
/// Finds the first field that we want and the live object does not have. Fields that we do not mention are somebody
/// else's (server defaults, scale writers, injected sidecars) and never a difference, except inside an exact subtree:
/// an extra <c>matchLabels</c> in a deny-all policy would switch the policy off.
/// </summary>
internal static class FieldComparison
{
    /// <summary>Compares the desired fields with the live ones.</summary>
    /// <param name="desired">What we would send.</param>
    /// <param name="live">What the API server has.</param>
    /// <param name="exactField">Top-level field in which nothing but ours may stand; null for none.</param>
    /// <returns>The JSON pointer of the first difference, or null.</returns>
    public static string? FirstDifference(JsonObject desired, JsonObject live, string? exactField)
    {
        // Metadata last: the hash annotation differs with every change of the plan and would hide the field that matters.
        return desired
            .Where(p => p.Key is not ("apiVersion" or "kind" or "status"))
            .OrderBy(p => p.Key == "metadata")
            .Select(p => Compare(p.Value, live[p.Key], "/" + p.Key, p.Key == exactField))
            .FirstOrDefault(path => path is not null);
    }

    private static string? Compare(JsonNode? desired, JsonNode? live, string path, bool exact) => desired switch
    {
        null => null,
        _ when IsEmpty(desired) => live is null || IsEmpty(live) || (!exact && live.GetValueKind() == desired.GetValueKind()) ? null : path,
        JsonObject wanted => live is JsonObject found ? CompareObjects(wanted, found, path, exact) : path,
        JsonArray wanted => live is JsonArray found ? CompareArrays(wanted, found, path, exact) : path,
        _ => live is JsonValue found && SameScalar(desired.AsValue(), found, path) ? null : path,
    };

    private static string? CompareObjects(JsonObject desired, JsonObject live, string path, bool exact)
    {
        foreach (var (name, value) in desired)
        {
            if (Compare(value, live[name], $"{path}/{Escape(name)}", exact) is { } difference)
            {
                return difference;
            }
        }

        return exact
            ? live.Where(p => !desired.ContainsKey(p.Key) && p.Value is not null && !IsEmpty(p.Value)).Select(p => $"{path}/{Escape(p.Key)}").FirstOrDefault()
            : null;
    }

    private static string? CompareArrays(JsonArray desired, JsonArray live, string path, bool exact)
    {
        var key = exact ? null : ListKeys.For(path);
        if (key is not null)
        {
            return desired
                .Select(item => (Item: item, Key: item?[key]?.ToString()))
                .Select(wanted => Compare(wanted.Item, live.FirstOrDefault(l => l?[key]?.ToString() == wanted.Key), $"{path}/{Escape(wanted.Key ?? "")}", exact: false))
                .FirstOrDefault(difference => difference is not null);
        }

        return desired.Count != live.Count
            ? path
            : desired.Select((item, i) => Compare(item, live[i], string.Create(CultureInfo.InvariantCulture, $"{path}/{i}"), exact)).FirstOrDefault(d => d is not null);
    }

    private static bool SameScalar(JsonValue desired, JsonValue live, string path)
    {
        var (wanted, found) = (desired.ToString(), live.ToString());
        return wanted == found
            || (Quantities.IsQuantityField(path) && Quantities.AreEqual(wanted, found))
            || (desired.GetValueKind() == JsonValueKind.Number && live.GetValueKind() == JsonValueKind.Number
                && desired.GetValue<decimal>() == live.GetValue<decimal>());
    }

    private static bool IsEmpty(JsonNode node) => node is JsonObject { Count: 0 } or JsonArray { Count: 0 };

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
