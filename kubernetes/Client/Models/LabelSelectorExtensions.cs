namespace k8s.Models;

/// <summary>Evaluates label selectors as the API server does.</summary>
public static class LabelSelectorExtensions
{
    /// <summary>Whether the labels satisfy every requirement. An empty selector matches everything; a null one, by the API's convention, nothing.</summary>
    /// <param name="selector">The selector.</param>
    /// <param name="labels">Labels; null counts as none.</param>
    /// <exception cref="ArgumentException">The selector has an unknown operator.</exception>
    public static bool Matches(this V1LabelSelector? selector, IDictionary<string, string>? labels)
    {
        if (selector is null)
            return false;
        return (selector.MatchLabels ?? EmptyLabels).All(l => Value(labels, l.Key) == l.Value)
            && (selector.MatchExpressions ?? []).All(r => Satisfies(r, Value(labels, r.Key)));
    }

    /// <summary>The selector as a query parameter.</summary>
    /// <param name="selector">The selector.</param>
    public static string ToQuery(this V1LabelSelector selector)
    {
        ArgumentNullException.ThrowIfNull(selector);
        var labels = (selector.MatchLabels ?? EmptyLabels).Select(l => $"{l.Key}={l.Value}");
        return string.Join(',', labels.Concat((selector.MatchExpressions ?? []).Select(Query)));
    }

    private static readonly Dictionary<string, string> EmptyLabels = new(StringComparer.Ordinal);

    private static string? Value(IDictionary<string, string>? labels, string key) => labels is not null && labels.TryGetValue(key, out var value) ? value : null;

    private static bool Satisfies(V1LabelSelectorRequirement requirement, string? value) => requirement.OperatorProperty switch
    {
        "In" => value is not null && requirement.Values?.Contains(value) is true,
        // Absent labels satisfy NotIn (apimachinery, labels.Requirement).
        "NotIn" => value is null || requirement.Values?.Contains(value) is not true,
        "Exists" => value is not null,
        "DoesNotExist" => value is null,
        var other => throw new ArgumentException($"unknown selector operator '{other}'", nameof(requirement)),
    };

    private static string Query(V1LabelSelectorRequirement r) => r.OperatorProperty switch
    {
        "In" => $"{r.Key} in ({string.Join(',', r.Values ?? [])})",
        "NotIn" => $"{r.Key} notin ({string.Join(',', r.Values ?? [])})",
        "Exists" => r.Key,
        "DoesNotExist" => "!" + r.Key,
        var other => throw new ArgumentException($"unknown selector operator '{other}'", nameof(r)),
    };
}
