terraform {
  required_version = "~> 1.15"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "6.66.0"
    }
  }

  # The bucket is named on the command line: -backend-config="bucket=horizon-state-us-east-1-<account>".
  backend "s3" {
    key          = "production/us-east-1/data/terraform.tfstate"
    region       = "us-east-1"
    encrypt      = true
    use_lockfile = true
  }
}
