namespace McpTenants.Cli;

/// <summary>What the person at the terminal has to know, in one line; ends the command with code 1.</summary>
internal sealed class CliException(string message) : Exception(message);
