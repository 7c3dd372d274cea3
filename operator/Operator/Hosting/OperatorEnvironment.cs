namespace McpTenants.Operator.Hosting;

/// <summary>The edge where the operator reads its environment: each option falls back to a variable.</summary>
internal static class OperatorEnvironment
{
    /// <summary>What every variable's name starts with.</summary>
    public const string Prefix = "MCP_OPERATOR_";

    /// <summary>The name of the variable for an option, for example <c>MCP_OPERATOR_BASE_DOMAIN</c> for <c>--base-domain</c>.</summary>
    public static string VariableOf(string option) => Prefix + option.TrimStart('-').Replace('-', '_').ToUpperInvariant();

    /// <summary>The variable's value, or null when it is unset or empty.</summary>
    public static string? ValueOf(string option) => Read(VariableOf(option));

    /// <summary>The pod's name in a cluster, else the machine's.</summary>
    public static string Identity => Read("HOSTNAME") ?? Environment.MachineName;

    private static string? Read(string name)
    {
#pragma warning disable RS0030 // The one place that reads the environment.
        var value = Environment.GetEnvironmentVariable(name);
#pragma warning restore RS0030
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
