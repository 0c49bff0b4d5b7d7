"""The 24-hour public legal-service assistant of Kuichong sub-district."""
