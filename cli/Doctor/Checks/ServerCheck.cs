using System.Globalization;

namespace McpTenants.Cli.Doctor.Checks;

/// <summary>Is the API server new enough?</summary>
internal static class ServerCheck
{
    private const int OldestMinor = 20;

    public static Finding Of(ClusterFacts facts)
    {
        if (facts.Version.Value is not { } version)
            return facts.Version.Unknown("kubernetes");
        // Managed services append to it: "27+".
        var minor = int.TryParse((version.Minor ?? "").TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return version.Major == "1" && minor < OldestMinor
            ? new("kubernetes", Verdict.Failed, $"the server is {version.GitVersion}", $"1.{OldestMinor} is the oldest that is supported")
            : new("kubernetes", Verdict.Ok, version.GitVersion ?? "");
    }
}
