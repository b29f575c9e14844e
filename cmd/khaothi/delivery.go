package main

import "github.com/spf13/cobra"

// deliveryCmd is what is done about sittings on the server itself.
func deliveryCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "delivery",
		Short: "the record of sittings: verify it, take rescue files in",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(verifyCmd(), rescueCmd())
	return cmd
}
