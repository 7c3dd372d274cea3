using System.Globalization;
using McpTenants.Instance.Configuration;

namespace McpTenants.Instance.Commands;

/// <summary>The port options that several commands share.</summary>
internal static class Ports
{
    /// <exception cref="InvalidDataException">An option is unknown or not a port.</exception>
    public static InstanceEnvironment Apply(InstanceEnvironment environment, string[] options) => options switch
    {
        [] => environment,
        ["--port", var value, .. var rest] => Apply(environment with { Port = Parse(value) }, rest),
        ["--admin-port", var value, .. var rest] => Apply(environment with { AdminPort = Parse(value) }, rest),
        _ => throw new InvalidDataException($"unknown option {options[0]}; see --help"),
    };

    private static int Parse(string value) => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
        ? port
        : throw new InvalidDataException($"{value} is not a port");
}
