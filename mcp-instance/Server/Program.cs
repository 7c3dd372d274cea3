using McpTenants.Instance.Commands;

return await InstanceCommand.RunAsync(args).ConfigureAwait(false);
