using System.CommandLine;
using McpTenants.Operator.Hosting;
using McpTenants.Operator.Installation;

var root = RunCommand.Configure(new RootCommand("Gives each customer one isolated MCP server on Kubernetes. Without a command it runs the operator."));
root.Add(RunCommand.Configure(new Command("run", "Run the operator.")));
root.Add(CrdsCommand.Create());
root.Add(ValidateCommand.Create());
root.Add(InstallationCommands.UninstallCheck());
root.Add(InstallationCommands.Answers());
return await root.Parse(args).InvokeAsync();
