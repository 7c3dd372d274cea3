using McpTenants.Api.Values;

namespace McpTenants.Api;

internal static class EffectiveResources
{
    private static readonly (string Name, Func<ResourceAmounts, string?> Read)[] Kinds =
    [
        ("cpu", amounts => amounts.Cpu),
        ("memory", amounts => amounts.Memory),
        ("ephemeral-storage", amounts => amounts.EphemeralStorage),
    ];

    internal static IReadOnlyDictionary<string, string> Limits(ResourcesSpec? own, ResourceAmounts limits) => Choose(kind =>
        Read(own?.Limits, kind)
        // A tenant that only asks for more than the default limit means both.
        ?? Larger(Read(limits, kind), Read(own?.Requests, kind)));

    internal static IReadOnlyDictionary<string, string> Requests(ResourcesSpec? own, ResourceAmounts requests) => Choose(kind =>
        Read(own?.Requests, kind)
        // A tenant that only lowers the limit below the default request means both.
        ?? Smaller(Read(requests, kind), Read(own?.Limits, kind)));

    private static Dictionary<string, string> Choose(Func<Func<ResourceAmounts, string?>, string?> choose)
    {
        var chosen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, read) in Kinds)
        {
            if (choose(read) is { } amount)
                chosen[name] = amount;
        }

        return chosen;
    }

    private static string? Read(ResourceAmounts? amounts, Func<ResourceAmounts, string?> kind) => amounts is null ? null : kind(amounts);

    private static string? Larger(string? left, string? right) => Pick(left, right, (a, b) => a >= b);

    private static string? Smaller(string? left, string? right) => Pick(left, right, (a, b) => a <= b);

    private static string? Pick(string? left, string? right, Func<decimal, decimal, bool> keepLeft) =>
        left is null ? right
        : Quantity.TryParse(left, out var a) && Quantity.TryParse(right, out var b) && !keepLeft(a, b) ? right
        : left;
}
