package main

import "github.com/spf13/cobra"

// commands are the families, one file each.
func commands() []*cobra.Command {
	return []*cobra.Command{
		serveCmd(),
		migrateCmd(),
		adminCmd(),
		bankCmd(),
		scoreCmd(),
		exportCmd(),
		deliveryCmd(),
		psychometricsCmd(),
		loadtestCmd(),
		omrCmd(),
		demoCmd(),
	}
}
